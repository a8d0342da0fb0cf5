package page

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed assets/page.css assets/page.js assets/icon.svg assets/uplot.js assets/uplot.css
var assetFiles embed.FS

// asset is a file of ours as it is sent, under a name that changes with it.
type asset struct {
	name, kind string
	raw, gz    []byte
}

// assets are all files, by the name in the code and by the name on the wire.
var assets = sync.OnceValues(func() (byName, byPath map[string]*asset) {
	byName, byPath = map[string]*asset{}, map[string]*asset{}
	for _, file := range []string{"page.css", "page.js", "icon.svg", "uplot.js", "uplot.css"} {
		raw, err := assetFiles.ReadFile("assets/" + file)
		if err != nil {
			panic(err) // it is part of the program
		}
		sum := sha256.Sum256(raw)
		ext := path.Ext(file)
		a := &asset{
			name: strings.TrimSuffix(file, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
			kind: mime.TypeByExtension(ext), raw: raw, gz: zip(raw, gzip.BestCompression),
		}
		byName[file], byPath[a.name] = a, a
	}
	return byName, byPath
})

// assetPath is where a file of ours is found.
func assetPath(file string) (string, error) {
	byName, _ := assets()
	a := byName[file]
	if a == nil {
		return "", fmt.Errorf("no asset %s", file)
	}
	return "/assets/" + a.name, nil
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	_, byPath := assets()
	a := byPath[r.PathValue("name")]
	if a == nil {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	secure(w.Header())
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	send(w, r, http.StatusOK, a.kind, a.raw, a.gz)
}

func redirectIcon(w http.ResponseWriter, r *http.Request) {
	to, _ := assetPath("icon.svg") // it is part of the program
	http.Redirect(w, r, to, http.StatusFound)
}
