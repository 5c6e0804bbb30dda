package org.tipring.media.dsp;

/// The little linear algebra that the detectors need when they are built.
public final class Matrix {

    private Matrix() {
    }

    /// Gauss-Jordan elimination with pivoting.
    public static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, a[i], 0, n);
            a[i][n + i] = 1;
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swap = a[column];
            a[column] = a[pivot];
            a[pivot] = swap;
            for (int row = 0; row < n; row++) {
                double factor = (row == column ? a[column][column] - 1 : a[row][column]) / a[column][column];
                for (int k = 0; k < 2 * n; k++) {
                    a[row][k] -= factor * a[column][k];
                }
            }
        }
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            inverse[i] = java.util.Arrays.copyOfRange(a[i], n, 2 * n);
        }
        return inverse;
    }
}
