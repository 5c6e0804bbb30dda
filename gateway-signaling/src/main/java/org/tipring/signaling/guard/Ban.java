package org.tipring.signaling.guard;

/// One source that is not listened to.
///
/// @param source an address, or a /64 of IPv6
/// @param why what was tried last
/// @param times how often it has been banned
public record Ban(String source, Offence why, int times, long untilNanos) { }
