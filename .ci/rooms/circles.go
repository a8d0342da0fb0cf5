package main

// circles splits files into sets of which each file leads to each other: the strongly
// connected components, by Tarjan's algorithm (SIAM J. Comput. 1972). A file on no
// circle is a set of its own.
func circles(files []string, next map[string][]string) [][]string {
	var (
		found   [][]string
		stack   []string
		number  = map[string]int{} // when a file was first met, from 1
		low     = map[string]int{} // the earliest on the stack that it leads to
		onStack = map[string]bool{}
		visit   func(string)
	)
	visit = func(file string) {
		number[file] = len(number) + 1
		low[file] = number[file]
		stack, onStack[file] = append(stack, file), true
		for _, to := range next[file] {
			if number[to] == 0 {
				visit(to)
				low[file] = min(low[file], low[to])
			} else if onStack[to] {
				low[file] = min(low[file], number[to])
			}
		}
		if low[file] != number[file] {
			return
		}
		var set []string
		for {
			top := stack[len(stack)-1]
			stack, onStack[top] = stack[:len(stack)-1], false
			set = append(set, top)
			if top == file {
				break
			}
		}
		found = append(found, set)
	}
	for _, file := range files {
		if number[file] == 0 {
			visit(file)
		}
	}
	return found
}
