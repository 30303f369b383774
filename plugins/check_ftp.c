#include "common/check/check.h"
struct settings { const char *hostname; long port; struct range warning, critical; };
static const struct settings defaults = { .port = 22 };
static const struct option_entry options[] = { {'H', FILLS(hostname), "HOST", "server to connect to", .group="Connection", .required=true, .operand=1, .is_address=true, .alias="host"}, {'p', FILLS(port), "PORT", "port it listens on", .lowest=1,.highest=65535,.operand=2}, {'w', FILLS(warning), "RANGE", "seconds until the identification: warning", .unit=UNIT_SECONDS}, {0}};
static const struct example examples[]={{"-H example.org","the server answers"},{0}};
static void run(const void *s,const struct deadline*d,struct result*r){(void)s;(void)d;result_say(r,STATUS_OK,"hi");}
const struct check check={.name="check_ssh",.service="SSH",.summary="does an SSH server answer?",.proves="x",.clauses="1.13",.synopsis="[OPTION]... HOST [PORT]",.options=options,.examples=examples,.defaults=&defaults,.settings_size=sizeof(struct settings),.run=run};
