/// The calls: joins what the cores decide to what the edges do. All of it, and of the rooms below, belongs to the control thread.
///
/// `loop` is that thread; `line` and `telephone` are the wires that calls go over; `service` is what telephones are set to. They know nothing of
/// calls; what they report comes in through [LineReports], [TelephoneReports] and [SipReports].
package org.tipring.signaling.control;
