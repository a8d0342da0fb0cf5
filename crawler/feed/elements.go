package feed

import "strings"

// texts are the elements that hold text with markup.
var texts = map[string]bool{
	"title": true, "subtitle": true, "tagline": true, "summary": true, "content": true, "description": true, "info": true, "rights": true,
	"copyright": true, "encoded": true, "full-text": true, "body": true, "fullitem": true, "abstract": true,
}

// others are the elements that mean something to the scanner besides.
var others = map[string]bool{
	"item": true, "entry": true, "channel": true, "feed": true, "source": true, "id": true, "link": true, "uri": true, "url": true,
	"author": true, "icon": true, "logo": true, "comments": true, "homepage": true,
	"pubdate": true, "lastbuilddate": true, "updated": true, "published": true, "issued": true, "modified": true, "guid": true,
	"creator": true, "managingeditor": true, "webmaster": true, "name": true, "email": true, "value": true, "enclosure": true,
	"image": true, "thumbnail": true, "thumb": true, "picture": true, "photo": true, "cover": true, "featuredimage": true,
	"featured_image": true, "post-thumbnail": true, "image_url": true, "imageurl": true, "img": true, "mainimage": true,
}

// holders are the elements that notes are taken of.
var holders = map[string]bool{"item": true, "entry": true, "channel": true, "feed": true}

// known returns the local name in lower case if it means something here.
func known(local []byte) string {
	if len(local) > 14 {
		return ""
	}
	name := strings.ToLower(string(local))
	if texts[name] || others[name] {
		return name
	}
	return ""
}

func isItem(local string) bool { return local == "item" || local == "entry" }

// urlTexts are the elements whose text is an address.
var urlTexts = map[string]bool{"link": true, "uri": true, "url": true, "icon": true, "logo": true, "comments": true, "homepage": true}

// dateTexts are the elements whose text is a date.
var dateTexts = map[string]bool{
	"pubdate": true, "lastbuilddate": true, "updated": true, "published": true, "issued": true, "modified": true,
}

// void are the elements of HTML that have no end tag.
var void = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true,
	"meta": true, "param": true, "source": true, "track": true, "wbr": true,
}
