/// The control thread: its one queue, the deadlines of what it owns, and the figures of it that other threads may read.
package org.tipring.signaling.control.loop;
