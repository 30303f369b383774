typedef int placeholder_ftp_control;
