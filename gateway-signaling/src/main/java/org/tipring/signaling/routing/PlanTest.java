package org.tipring.signaling.routing;

import org.tipring.signaling.routing.text.Place;

/// One line of `[tests]`, as written.
///
/// @param text what stands after `NAME =`
/// @param place of the text
public record PlanTest(String name, String text, Place place) { }
