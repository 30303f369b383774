typedef int placeholder_ftp_reply;
