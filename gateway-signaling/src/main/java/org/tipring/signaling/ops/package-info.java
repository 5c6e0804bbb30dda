/// What an operator sees: metrics, status, call records. Micrometer is seen here only.
package org.tipring.signaling.ops;
