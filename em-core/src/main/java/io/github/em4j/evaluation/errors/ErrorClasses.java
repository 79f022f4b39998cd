package io.github.em4j.evaluation.errors;

import java.util.List;

/**
 * Error classes to start with, for use without letting a model find its own, and for tables that
 * are to be compared with each other.
 */
public final class ErrorClasses {
  private static final List<ErrorClass> PRODUCTS_TAKEN_FOR_ONE =
      List.of(
          new ErrorClass(
              "model or variant differs",
              "Both name a model, part number or version, and it is not the same one."),
          new ErrorClass(
              "size, capacity or quantity differs",
              "The same line of products in another size, capacity, length, speed or pack."),
          new ErrorClass(
              "colour, edition or target differs",
              "The same product for another colour, platform, language, licence or audience."),
          new ErrorClass(
              "accessory or part",
              "One side is an accessory, spare part, case or service for what the other side is."),
          new ErrorClass(
              "bundle or set", "One side offers more than the other: a kit, bundle or set."),
          new ErrorClass(
              "only maker and kind in common",
              "They share the brand, the series or the kind of product, and little beside."),
          new ErrorClass(
              "too little stated",
              "One side is so short or vague that nothing in it tells the two apart."));

  private static final List<ErrorClass> ONE_PRODUCT_TAKEN_FOR_TWO =
      List.of(
          new ErrorClass(
              "model number missing or written differently",
              "A model or part number is only on one side, or has other separators or suffixes."),
          new ErrorClass(
              "other words for the same",
              "Synonyms, abbreviations, another language or another order of words."),
          new ErrorClass(
              "one side says more",
              "One side is long or detailed and the other one short, with nothing against it."),
          new ErrorClass(
              "units and numbers written differently",
              "The same size, capacity or amount in another unit, rounding or notation."),
          new ErrorClass(
              "values contradict each other",
              "A price, colour or other value differs although the product is the same."),
          new ErrorClass(
              "brand missing or different",
              "The maker is only on one side, or is named by a subsidiary or a reseller."),
          new ErrorClass(
              "spelling and noise", "Typing errors, cut-off text, markup or words of a shop."));

  private static final List<ErrorClass> PUBLICATIONS_TAKEN_FOR_ONE =
      List.of(
          new ErrorClass(
              "versions of one work",
              "A conference paper and its journal version, a report, a demo or a second edition."),
          new ErrorClass(
              "title alike, work different",
              "Nearly the same title for different works, such as parts of a series."),
          new ErrorClass(
              "recurring column or front matter",
              "Editorials, reports, reviews or tutorials that bear the same title each time."),
          new ErrorClass(
              "venue or year differs",
              "Title and authors agree, while the venue or the year names another work."),
          new ErrorClass(
              "authors differ", "The titles are close while the authors are different people."),
          new ErrorClass(
              "too little stated", "Authors, venue or year are missing, and the title decides."));

  private static final List<ErrorClass> ONE_PUBLICATION_TAKEN_FOR_TWO =
      List.of(
          new ErrorClass(
              "venue written differently",
              "An abbreviation, a series or a publisher in place of the full name of the venue."),
          new ErrorClass(
              "authors written differently",
              "Initials, another order, missing co-authors or misread names."),
          new ErrorClass(
              "title cut or altered",
              "The title is shortened, has a subtitle on one side only, or is misspelt."),
          new ErrorClass("year differs", "The years differ although the work is the same."),
          new ErrorClass(
              "values missing", "Authors, venue or year are only on one side, or on none."),
          new ErrorClass(
              "fields mixed up",
              "A value stands in the wrong place, for example a page number within the title."));

  private ErrorClasses() {}

  /**
   * Classes for descriptions of products.
   *
   * @param kind of which errors
   * @return six or seven classes, which may overlap
   */
  public static List<ErrorClass> products(ErrorKind kind) {
    return switch (kind) {
      case FALSE_POSITIVE -> PRODUCTS_TAKEN_FOR_ONE;
      case FALSE_NEGATIVE -> ONE_PRODUCT_TAKEN_FOR_TWO;
    };
  }

  /**
   * Classes for bibliographic records.
   *
   * @param kind of which errors
   * @return six classes, which may overlap
   */
  public static List<ErrorClass> publications(ErrorKind kind) {
    return switch (kind) {
      case FALSE_POSITIVE -> PUBLICATIONS_TAKEN_FOR_ONE;
      case FALSE_NEGATIVE -> ONE_PUBLICATION_TAKEN_FOR_TWO;
    };
  }
}
