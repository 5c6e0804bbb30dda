package org.tipring.signaling.routing.text;

/// One `key = value`.
///
/// @param place of the key
/// @param valuePlace of the value's first character, inside the quotes when there are any
public record Entry(String key, String value, Place place, Place valuePlace) { }
