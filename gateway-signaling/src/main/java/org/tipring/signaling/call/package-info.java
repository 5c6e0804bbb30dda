/// One call as a pure state machine: two legs, one ending, one record.
package org.tipring.signaling.call;
