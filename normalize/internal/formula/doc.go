// Package formula writes the formulas of MathML as a line of text: 1.33×10⁻⁴,
// x₁+√(y+1), (a+b)/2. Powers and indices are characters of their own where Unicode
// has them all, else they stand behind "^" and "_".
//
// What a formula takes is bounded, whatever it holds: one that is too large is what
// its page says in its place. Nothing here keeps state.
package formula
