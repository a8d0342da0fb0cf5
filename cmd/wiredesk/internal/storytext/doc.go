// Package storytext writes articles for people and programs: on one line, as a page of
// text, or in a format. What a terminal would obey is taken out of texts.
package storytext
