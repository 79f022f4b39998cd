package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.internal.FieldDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The records that a base model is trained on, and what a model card says of them. Labels are never
 * looked at: a file of pairs gives the records of both sides, each title once.
 *
 * <p>So that zero-shot figures are figures on unseen data, a file of a test split and a file in a
 * folder of Abt-Buy, Amazon-Google or Walmart-Amazon is refused.
 *
 * @param sources the records by source
 * @param files the files that they came from
 */
public record PretrainingCorpus(List<Source> sources, List<SeenFile> files) {

  /** The benchmarks that no base model may have seen, by the usual names of their folders. */
  public static final List<String> HELD_OUT = List.of("abt-buy", "amazon-google", "walmart-amazon");

  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");
  private static final Set<String> TEST_WORDS = Set.of("test", "gs", "gold");

  /**
   * Records of one source.
   *
   * @param name what it is called
   * @param domain what the records describe
   * @param deduplicated whether two different records are always two different entities
   * @param records with the attributes of the domain; each has a title
   */
  public record Source(
      String name, Domain domain, boolean deduplicated, List<EntityDescription> records) {

    /**
     * Copies the records.
     *
     * @throws IllegalArgumentException if there are none, or one has no title
     */
    public Source {
      requireNonNull(name, "name");
      requireNonNull(domain, "domain");
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("the source '" + name + "' has no records with a title");
      }
      for (EntityDescription record : records) {
        if (record.attribute("title").isEmpty()) {
          throw new IllegalArgumentException(
              "record '" + record.id() + "' of the source '" + name + "' has no title");
        }
      }
    }
  }

  /**
   * A file that was read.
   *
   * @param source the source it belongs to
   * @param name its name with that of its folder
   * @param sha256 of its bytes, in hexadecimal digits
   * @param descriptions how many records it holds, repeated ones counted
   */
  public record SeenFile(String source, String name, String sha256, int descriptions) {}

  /**
   * Copies both lists.
   *
   * @throws IllegalArgumentException if there is no source
   */
  public PretrainingCorpus {
    sources = List.copyOf(sources);
    files = List.copyOf(files);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a corpus needs at least one source");
    }
  }

  /**
   * Starts a corpus.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All texts, for a tokenizer to be trained on.
   *
   * @return the values of all attributes of all records, in a fixed order
   */
  public Stream<String> texts() {
    return sources.stream()
        .flatMap(source -> source.records().stream())
        .flatMap(record -> record.attributes().values().stream());
  }

  /** The identity of all records with their sources, in hexadecimal. */
  String sha256() {
    FieldDigest digest = new FieldDigest();
    for (Source source : sources) {
      digest.add(source.name());
      digest.add(source.domain().name());
      digest.add(source.deduplicated() ? 1 : 0);
      digest.add(source.records().size());
      for (EntityDescription record : source.records()) {
        digest.add(record.id());
        digest.add(record.attributes());
      }
    }
    return digest.finish();
  }

  /** Collects sources. Not safe for use by many threads. */
  public static final class Builder {
    private final List<Source> sources = new ArrayList<>();
    private final List<SeenFile> files = new ArrayList<>();

    private Builder() {}

    /**
     * Adds records that are in memory.
     *
     * @param source the records
     * @return this builder
     */
    public Builder source(Source source) {
      sources.add(requireNonNull(source, "source"));
      return this;
    }

    /**
     * Adds the records of a table as one source.
     *
     * @param name what the source is called
     * @param domain what the records describe
     * @param deduplicated whether two different records are always two different entities
     * @param file a table that {@link DatasetReader#readTable(Path)} reads
     * @return this builder
     * @throws IllegalArgumentException if the file is one that no base model may see
     * @throws io.github.em4j.dataset.DatasetFormatException if it is broken
     */
    public Builder table(String name, Domain domain, boolean deduplicated, Path file) {
      requireAllowed(file);
      List<EntityDescription> records = DatasetReader.readTable(file);
      files.add(seen(name, file, records.size()));
      sources.add(new Source(name, domain, deduplicated, distinct(domain, records.stream())));
      return this;
    }

    /**
     * Adds the records of both sides of pairs as one source. Their labels are not looked at.
     *
     * @param name what the source is called
     * @param domain what the records describe
     * @param pairFiles files that {@link DatasetReader#streamPairs} reads
     * @return this builder
     * @throws IllegalArgumentException if one is a file that no base model may see
     * @throws io.github.em4j.dataset.DatasetFormatException if one is broken
     */
    public Builder pairs(String name, Domain domain, Path... pairFiles) {
      var records = new ArrayList<EntityDescription>();
      for (Path file : pairFiles) {
        requireAllowed(file);
        int before = records.size();
        try (Stream<LabeledPair> pairs = DatasetReader.streamPairs(file)) {
          pairs.forEach(
              pair -> {
                records.add(pair.pair().left());
                records.add(pair.pair().right());
              });
        }
        files.add(seen(name, file, records.size() - before));
      }
      sources.add(new Source(name, domain, false, distinct(domain, records.stream())));
      return this;
    }

    /**
     * Finishes the corpus.
     *
     * @return the corpus
     * @throws IllegalArgumentException if there is no source
     */
    public PretrainingCorpus build() {
      return new PretrainingCorpus(sources, files);
    }

    private static void requireAllowed(Path file) {
      for (Path part : file.toAbsolutePath().normalize()) {
        if (HELD_OUT.contains(part.toString().toLowerCase(Locale.ROOT).replace('_', '-'))) {
          throw new IllegalArgumentException(
              "no base model may see " + HELD_OUT + ", found " + file);
        }
      }
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      if (NO_LETTERS.splitAsStream(name).anyMatch(TEST_WORDS::contains)) {
        throw new IllegalArgumentException("no base model may see a test split, found " + file);
      }
    }

    /** Records with a title, each title once; only the attributes that the domain has. */
    private static List<EntityDescription> distinct(
        Domain domain, Stream<EntityDescription> records) {
      List<String> names =
          domain == Domain.PRODUCT
              ? List.of("brand", "price")
              : List.of("authors", "venue", "year");
      var known = new HashSet<String>();
      var distinct = new ArrayList<EntityDescription>();
      records.forEach(
          record -> {
            String title =
                record.attribute("title").or(() -> record.attribute("name")).orElse("").strip();
            var kept = EntityDescription.of("").with("title", title);
            for (String name : names) {
              kept = kept.with(name, record.attribute(name).orElse(""));
            }
            String key = domain == Domain.PRODUCT ? title : kept.attributes().toString();
            if (!title.isEmpty() && known.add(key.toLowerCase(Locale.ROOT))) {
              distinct.add(kept);
            }
          });
      return distinct;
    }

    private static SeenFile seen(String source, Path file, int descriptions) {
      Path folder = file.toAbsolutePath().normalize().getParent();
      Path folderName = folder == null ? null : folder.getFileName();
      String name = (folderName == null ? "" : folderName + "/") + file.getFileName();
      return new SeenFile(source, name, sha256(file), descriptions);
    }

    private static String sha256(Path file) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw new EntityMatchingException("cannot read " + file, e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
