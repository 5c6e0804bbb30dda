/// The line echo canceller: where the echo is, what it is like, what is left of it. [EchoCanceller] is its door. A room of its own, since it is
/// half as large as all else that is done to sound, and nothing else looks inside.
package org.tipring.media.dsp.echo;
