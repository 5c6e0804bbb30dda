package org.tipring.signaling.control.telephone;

import org.tipring.signaling.control.service.ServiceState;
import org.tipring.tdm.line.FxsState;

/// An analog telephone as an operator sees it.
///
/// @param sinceNanos when it came into this state, on the control thread's clock
/// @param device what the port says about its device; @param number its own, or empty
/// @param services what they are set to
public record TelephoneStatus(String name, FxsState state, long sinceNanos, String device, String number, ServiceState services) { }
