/// Reads the dial plan language: sections in, a [org.tipring.signaling.routing.DialPlan] or mistakes out. Pure.
///
/// [PlanReader] goes through the sections; one reader for each kind of section or value stands beside it.
package org.tipring.signaling.routing.read;
