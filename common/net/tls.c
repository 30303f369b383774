typedef int placeholder_tls;
