/// Analog telephones: each one's belief joined to its wire, what it rings like, what an operator sees of it. What its user wants of a call goes
/// up through [TelephoneCalls].
package org.tipring.signaling.control.telephone;
