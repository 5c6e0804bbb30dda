/// Looks at a dial plan before a call does: its own tests, and what will surprise an operator. Pure.
package org.tipring.signaling.routing.check;
