/// SIP. JAIN-SIP is seen here only.
package org.tipring.signaling.sip;
