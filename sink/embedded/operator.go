package embedded

import "github.com/nats-io/nats.go"

// Operator is the connection option of another command of the same operator:
// it reads user and password from daemon.json at every connect, because a
// restarted server has another password, and keeps trying while there is none.
//
//	info, err := embedded.Running(dir)
//	nc, err := nats.Connect(info.URL, embedded.Operator(dir))
func Operator(dir string) nats.Option {
	return func(o *nats.Options) error {
		if err := nats.IgnoreAuthErrorAbort()(o); err != nil {
			return err
		}
		if info, err := Running(dir); err == nil && info != nil && info.Cert != "" {
			if err := pinned(info.Cert)(o); err != nil {
				return err
			}
		}
		return nats.UserInfoHandler(func() (user, password string) {
			info, err := Running(dir)
			if err != nil || info == nil {
				// Refused; the next attempt reads again. Without a name it would be let
				// in as an anonymous reader, whose publishes go nowhere.
				return operatorUser, "not yet known"
			}
			return info.User, info.Password
		})(o)
	}
}
