/// Lines to an exchange: each one's belief joined to its wire, what an operator sees of it, what its evidence means. What it wants of a call
/// goes up through [LineCalls].
package org.tipring.signaling.control.line;
