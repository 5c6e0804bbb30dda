/// Files of a call, its sound and its packets, written by other threads than the media thread, which waits for none.
package org.tipring.media.engine.record;
