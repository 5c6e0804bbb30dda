/// Which free line to take.
package org.tipring.tdm.trunk;
