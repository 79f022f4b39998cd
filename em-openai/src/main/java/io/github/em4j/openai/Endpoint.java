package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is, and how addresses and the key's header are formed there.
 *
 * @param base the base URL, without a slash at its end
 * @param azureVersion the {@code api-version} of Azure's deployment form, where it is that
 */
record Endpoint(String base, Optional<String> azureVersion) {
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]+(:(?<port>[0-9]{1,9}))?");

  /** A server whose paths follow the base URL directly and whose key is a bearer token. */
  static Endpoint standard(String baseUrl) {
    return new Endpoint(checked(baseUrl), Optional.empty());
  }

  /** Azure: the model is a deployment in the path, and the key has its own header. */
  static Endpoint azure(String resourceUrl, String apiVersion) {
    if (apiVersion.isBlank()) {
      throw new IllegalArgumentException("apiVersion must not be blank");
    }
    return new Endpoint(checked(resourceUrl) + "/openai", Optional.of(apiVersion));
  }

  /** The address of an operation; {@code query} is empty or begins behind the question mark. */
  String url(String path, Optional<String> deployment, String query) {
    if (azureVersion.isEmpty()) {
      return base + path + (query.isEmpty() ? "" : "?" + query);
    }
    String place = deployment.map(name -> "/deployments/" + encode(name)).orElse("");
    String version = "api-version=" + encode(azureVersion.get());
    return base + place + path + "?" + version + (query.isEmpty() ? "" : "&" + query);
  }

  /** How the lines of a batch, and the batch itself, name the operation; Azure has no version. */
  String batchPath() {
    return (azureVersion.isPresent() ? "" : "/v1") + ChatJson.PATH;
  }

  String keyHeader() {
    return azureVersion.isPresent() ? "api-key" : "Authorization";
  }

  String keyHeaderValue(String key) {
    return azureVersion.isPresent() ? key : "Bearer " + key;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A URL may carry a password; one that does is refused, and never quoted. */
  private static String checked(String url) {
    URI parsed;
    try {
      parsed = new URI(requireNonNull(url, "baseUrl").strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the base URL is no URL: " + e.getReason());
    }
    String authority = Optional.ofNullable(parsed.getRawAuthority()).orElse("");
    if (authority.contains("@")) {
      throw new IllegalArgumentException(
          "the base URL must not carry a user or password; give the key by apiKey");
    }
    if (parsed.getRawQuery() != null || parsed.getRawFragment() != null) {
      throw new IllegalArgumentException("the base URL must have no query and no fragment");
    }
    boolean http = "http".equalsIgnoreCase(parsed.getScheme());
    // What java.net.URI takes for no host may be one: containers have names with underscores.
    Matcher service = SERVICE.matcher(authority);
    boolean named = parsed.getHost() != null || service.matches();
    if ((!http && !"https".equalsIgnoreCase(parsed.getScheme())) || !named) {
      throw new IllegalArgumentException(
          "the base URL must begin with http:// or https:// and a host, and a port is a number");
    }
    int port =
        parsed.getHost() == null && service.group("port") != null
            ? Integer.parseInt(service.group("port"))
            : parsed.getPort();
    if (port > 65_535) {
      throw new IllegalArgumentException(
          "the port of the base URL must be at most 65535, found " + port);
    }
    String text = parsed.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Shown in messages: never a secret. */
  @Override
  public String toString() {
    return base;
  }
}
