//! Small symmetric positive definite matrices: Cholesky's factor, its inverse and determinant.
//!
//! One row and column for each judge and one for the mean: 61 for a national jury. A library of
//! linear algebra would be a hundred times this file and no faster at that size.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All zero.
    pub fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// Rows, and as many columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..(row + 1) * self.size]
    }

    /// One cell.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// Adds to one cell.
    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.size + column] += value;
    }

    /// `L` with `L Lᵀ` = this; `None` unless this is positive definite. Reads the lower triangle.
    pub fn factor(&self) -> Option<Lower> {
        let n = self.size;
        let mut l = Self::zero(n);
        for i in 0..n {
            for j in 0..=i {
                let (above, below) = l.cells.split_at(i * n);
                let row_j = if j == i { below } else { &above[j * n..] };
                let sum = self.at(i, j) - dot(&below[..j], &row_j[..j]);
                if i == j {
                    if !(sum > 0.0 && sum.is_finite()) {
                        return None;
                    }
                    l.cells[i * n + i] = sum.sqrt();
                } else {
                    l.cells[i * n + j] = sum / l.at(j, j);
                }
            }
        }
        Some(Lower(l))
    }
}

/// A lower triangle.
#[derive(Clone, Debug, PartialEq)]
pub struct Lower(Square);

impl Lower {
    /// `ln |L Lᵀ|`.
    pub fn log_determinant(&self) -> f64 {
        2.0 * (0..self.0.size).map(|i| self.0.at(i, i).ln()).sum::<f64>()
    }

    /// `L z`.
    pub fn times(&self, z: &[f64]) -> Vec<f64> {
        (0..self.0.size).map(|i| dot(&self.0.row(i)[..=i], &z[..=i])).collect()
    }

    /// `x` with `L Lᵀ x = r`.
    pub fn solve(&self, r: &[f64]) -> Vec<f64> {
        let (l, n) = (&self.0, self.0.size);
        let mut x = r.to_vec();
        for i in 0..n {
            x[i] = (x[i] - dot(&l.row(i)[..i], &x[..i])) / l.at(i, i);
        }
        for i in (0..n).rev() {
            x[i] /= l.at(i, i);
            let solved = x[i];
            for (value, factor) in x[..i].iter_mut().zip(l.row(i)) {
                *value -= factor * solved;
            }
        }
        x
    }

    /// `(L Lᵀ)⁻¹`, whole.
    pub fn inverse(&self) -> Square {
        let n = self.0.size;
        let mut inverse = Square::zero(n);
        let mut unit = vec![0.0; n];
        for column in 0..n {
            unit.fill(0.0);
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse.cells[row * n + column] = value;
            }
        }
        inverse
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
