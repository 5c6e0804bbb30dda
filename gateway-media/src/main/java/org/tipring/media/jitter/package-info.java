/// Between packets that come when they like and a line that wants a frame every 20 ms: reorder, hold back, decide.
package org.tipring.media.jitter;
