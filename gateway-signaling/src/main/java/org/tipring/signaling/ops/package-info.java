/// What an operator sees: metrics, status, call records. Micrometer and Netty are seen here only.
///
/// Nothing here asks a thread that works on calls: the gateway publishes [GatewayStatus] and [Counters] as finished values, these
/// classes read the last one. JSON is written by [Json] in sixty lines instead of by a library, because nothing here reads any.
package org.tipring.signaling.ops;
