package io.github.em4j;

/**
 * Why a matcher decided as it did: free text, or a list of compared attributes (paper, section
 * "explanations").
 */
public sealed interface Explanation permits TextExplanation, StructuredExplanation {}
