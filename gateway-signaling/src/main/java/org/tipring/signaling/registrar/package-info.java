/// Who is registered where, and whether they are who they say (RFC 3261 section 10, RFC 7616, RFC 8760). Pure.
package org.tipring.signaling.registrar;
