typedef int placeholder_ftp_transfer;
