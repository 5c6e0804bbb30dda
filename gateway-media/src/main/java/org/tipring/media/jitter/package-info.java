/// Jitter buffer: reorders, delays, decides what is played when.
package org.tipring.media.jitter;
