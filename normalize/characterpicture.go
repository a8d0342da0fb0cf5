package normalize

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxPictureText is the longest text of a picture of a formula, in bytes; that of a
// picture of characters has no more than maxSigns.
const (
	maxPictureText = 500
	maxSigns       = 60
)

// pictureText is what an image says that stands in a line for characters or a formula;
// "" for others.
func pictureText(img *html.Node) string {
	text := fold(attr(img, "alt"))
	if img.Parent.DataAtom == atom.Picture || img.Parent.DataAtom == atom.Figure {
		return ""
	}
	if isSigns(text) && number(attr(img, "width")) <= maxEmoji {
		return text
	}
	class, src := attr(img, "class"), attr(img, "src")
	switch {
	case formulaPictures.heldBy(class):
		if inner, ok := strings.CutPrefix(text, `{\displaystyle `); ok {
			text = strings.TrimSuffix(inner, "}")
		}
		return clip(text, maxPictureText)
	case emojiPictures.heldBy(class), emojiPictures.heldBy(src) && number(attr(img, "width")) <= maxEmoji:
		if signs := signsOfAddress(src); signs != "" {
			return signs
		}
		if len(text) <= maxSigns {
			return text
		}
	}
	return ""
}

// maxEmoji is how wide the picture of a character is, in pixels.
const maxEmoji = 128

// emojiPictures and formulaPictures are parts of the names of such images.
var (
	emojiPictures   = partsOf("emoji", "smiley", "emoticon", "smilies")
	formulaPictures = partsOf("latex", "math-fallback", "mathjax", "formula", "math-tex", "tex-image")
)

// isSigns reports whether text is made of signs alone, as emoji are.
func isSigns(text string) bool {
	if text == "" || len(text) > maxSigns {
		return false
	}
	signs := false
	for _, c := range text {
		switch {
		case isEmoji(c):
			signs = true
		case c == '\u200d', c >= '\ufe00' && c <= '\ufe0f', c == ' ', c >= 0xE0020 && c <= 0xE007F: // between and behind signs
		case c == '\u20e3':
			signs = true
		case c >= '0' && c <= '9', c == '#', c == '*': // with U+20E3
		default:
			return false
		}
	}
	return signs
}

// isEmoji reports whether a character is a sign that may be shown as a picture.
func isEmoji(c rune) bool {
	switch {
	case c == '©', c == '®', c < 0x2000:
		return false
	case c >= 0x1F000 && c <= 0x1FAFF, c >= 0x2600 && c <= 0x27BF, c >= 0x2B00 && c <= 0x2BFF, c >= 0x2300 && c <= 0x23FF:
		return true
	}
	return c >= 0x2190 && unicode.Is(unicode.So, c)
}

// signsOfAddress are the characters that the name of an image is made of:
// ".../1f1f3-1f1f4.png". "" if it is not made so.
func signsOfAddress(src string) string {
	name := src[strings.LastIndexByte(src, '/')+1:]
	name, _, _ = strings.Cut(name, ".")
	name = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(name), "emoji_"), "u")
	if len(name) < 4 || len(name) > maxSigns {
		return ""
	}
	var signs []rune
	for _, hex := range strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' }) {
		c, err := strconv.ParseUint(strings.TrimPrefix(hex, "u"), 16, 32)
		if err != nil || c > unicode.MaxRune {
			return ""
		}
		signs = append(signs, rune(c))
	}
	if text := string(signs); isSigns(text) {
		return text
	}
	return ""
}
