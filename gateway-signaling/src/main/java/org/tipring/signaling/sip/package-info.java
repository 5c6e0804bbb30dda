/// SIP: telephones and providers, in and out. JAIN-SIP is seen here only, and fenced: the module's README says what each fence keeps out.
///
/// [SipEndpoint] is what control sees, [JainSipEndpoint] the real one. Follow a request from [StackListener] to [RequestDesk] to
/// [InboundLeg]; follow a call of ours from [Calls] to [OutboundLeg].
package org.tipring.signaling.sip;
