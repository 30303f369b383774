typedef int placeholder_ssh_session;
