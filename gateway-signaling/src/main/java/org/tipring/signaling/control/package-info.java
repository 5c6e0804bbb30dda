/// The control thread: it owns every call, line and deadline, and joins what the cores decide to what the edges do.
package org.tipring.signaling.control;
