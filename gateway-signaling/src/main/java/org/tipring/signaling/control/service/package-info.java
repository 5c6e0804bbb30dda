/// What the users of analog telephones set by codes, and what becomes of it without a call: the states and their words ([ServiceState]), what
/// digits come to ([StarServices]), wake-up calls, the lamp for messages. Knows no call and no wire.
///
/// What sends calls on, parks them and takes them (`Forwarding`, `Parking`, `PickUps`) is one package up: each of them has its hands on the
/// legs and the book of calls that only `control` may touch, and half of `Calls` as an interface would say nothing.
package org.tipring.signaling.control.service;
