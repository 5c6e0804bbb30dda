/// What may come from outside, as functions of bytes that must never throw. JUnit feeds them seeds and their mutations at every build;
/// `scripts/fuzz` lets Jazzer look for more.
package org.tipring.media.fuzz;
