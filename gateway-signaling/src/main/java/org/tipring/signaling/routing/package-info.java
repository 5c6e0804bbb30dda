/// The dial plan: which side a call goes to, and in what form its number. Pure: no file, no clock, no thread.
///
/// The language is a page an operator reads top to bottom; [org.tipring.signaling.routing.read] turns its text into the
/// [DialPlan] here, [org.tipring.signaling.routing.check] looks for mistakes in one.
package org.tipring.signaling.routing;
