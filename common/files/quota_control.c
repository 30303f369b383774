// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright (C) 2026 the receico-plugins authors
/*
 * quotactl(2): the generic commands, and those that XFS had first.
 */
#define _GNU_SOURCE /* syscall() */
#include "common/files/quota_source.h"

#include "common/files/mount_device.h"

#include <errno.h>
#include <linux/dqblk_xfs.h>
#include <linux/quota.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd 443 /* Linux 5.14; the same on all machines but alpha */
#endif

enum { XFS_MAGIC = 0x58465342, GENERIC_UNIT = 1024 /* of limits */, XFS_UNIT = 512 };

/* Asks by the folder itself; an older kernel wants the device instead. */
static int control(int folder, int command, int kind, uint32_t id, void *answer)
{
	unsigned call = QCMD((unsigned)command, (unsigned)kind);
	char device[MOUNT_DEVICE_SIZE];
	struct stat about;

	if (syscall(SYS_quotactl_fd, folder, call, id, answer) == 0)
		return 0;
	if (errno != ENOSYS || fstat(folder, &about) != 0 || !mount_device_find(about.st_dev, device, sizeof device))
		return errno;
	return syscall(SYS_quotactl, call, device, id, answer) == 0 ? 0 : errno;
}

static int read_generic(int folder, int kind, uint32_t id, struct quota *quota)
{
	struct if_dqblk block = { 0 };
	int error = control(folder, Q_GETQUOTA, kind, id, &block);

	if (error)
		return error;
	quota->bytes = (struct quota_limits){ .used = block.dqb_curspace,
					      .soft = block.dqb_bsoftlimit * GENERIC_UNIT,
					      .hard = block.dqb_bhardlimit * GENERIC_UNIT,
					      .grace_ends = (time_t)block.dqb_btime };
	quota->inodes = (struct quota_limits){ .used = block.dqb_curinodes,
					       .soft = block.dqb_isoftlimit,
					       .hard = block.dqb_ihardlimit,
					       .grace_ends = (time_t)block.dqb_itime };
	return 0;
}

/* Times beyond 2038 have their upper bits apart. */
static time_t moment(const struct fs_disk_quota *block, int32_t low, int8_t high)
{
	if (block->d_fieldmask & FS_DQ_BIGTIME)
		return (time_t)((uint64_t)(uint32_t)low | (uint64_t)(uint8_t)high << 32);
	return low;
}

static int read_xfs(int folder, int kind, uint32_t id, struct quota *quota)
{
	struct fs_disk_quota block = { 0 };
	int error = control(folder, Q_XGETQUOTA, kind, id, &block);

	/* Nothing has been written or set for this id yet. */
	if (error == ENOENT)
		error = 0;
	if (error)
		return error;
	quota->bytes = (struct quota_limits){ .used = block.d_bcount * XFS_UNIT,
					      .soft = block.d_blk_softlimit * XFS_UNIT,
					      .hard = block.d_blk_hardlimit * XFS_UNIT,
					      .grace_ends = moment(&block, block.d_btimer, block.d_btimer_hi) };
	quota->inodes = (struct quota_limits){ .used = block.d_icount,
					       .soft = block.d_ino_softlimit,
					       .hard = block.d_ino_hardlimit,
					       .grace_ends = moment(&block, block.d_itimer, block.d_itimer_hi) };
	return 0;
}

/* Everybody may ask for this, so it is known even where the figures are not. */
static int read_state(int folder, int kind, bool *is_counted, enum quota_enforcement *enforcement)
{
	static const struct {
		unsigned counted, enforced;
	} flags[] = { [USRQUOTA] = { FS_QUOTA_UDQ_ACCT, FS_QUOTA_UDQ_ENFD },
		      [GRPQUOTA] = { FS_QUOTA_GDQ_ACCT, FS_QUOTA_GDQ_ENFD },
		      [PRJQUOTA] = { FS_QUOTA_PDQ_ACCT, FS_QUOTA_PDQ_ENFD } };
	struct fs_quota_statv state = { .qs_version = FS_QSTATV_VERSION1 };
	int error = control(folder, Q_XGETQSTATV, kind, 0, &state);

	if (error)
		return error;
	*is_counted = (state.qs_flags & flags[kind].counted) != 0;
	*enforcement = state.qs_flags & flags[kind].enforced ? QUOTA_ENFORCED : QUOTA_NOT_ENFORCED;
	return 0;
}

static bool is_xfs(int folder)
{
	struct statfs about;

	return fstatfs(folder, &about) == 0 && about.f_type == XFS_MAGIC;
}

static enum quota_answer explain(const char *name, uint32_t id, int error, struct problem *problem)
{
	bool is_hidden = error == EPERM || error == EACCES;
	const char *reason = is_hidden ? "reading it takes CAP_SYS_ADMIN" : strerror(error);

	/* What a file system says that keeps no such quotas. */
	if (error == ESRCH || error == ENOSYS || error == EINVAL || error == ENOTSUP || error == ENOTBLK)
		reason = "none is kept";
	problem_set(problem, is_hidden ? PROBLEM_SYSTEM : PROBLEM_PEER, "quota of %s %lu: %s", name, (unsigned long)id,
		    reason);
	return is_hidden ? QUOTA_HIDDEN : QUOTA_NONE;
}

enum quota_answer quota_from_control(int folder, enum quota_source source, uint32_t id, struct quota *quota,
				     struct problem *problem)
{
	static const struct {
		const char *name;
		int kind;
	} kinds[] = { [QUOTA_PROJECT] = { "project", PRJQUOTA },
		      [QUOTA_USER] = { "user", USRQUOTA },
		      [QUOTA_GROUP] = { "group", GRPQUOTA } };
	int kind = kinds[source].kind;
	struct quota found = { .source = source, .id = id, .has_inodes = true };
	bool is_counted = false;
	int error = read_state(folder, kind, &is_counted, &found.enforcement);

	if (!error && !is_counted)
		error = ESRCH;
	else
		error = is_xfs(folder) ? read_xfs(folder, kind, id, &found) : read_generic(folder, kind, id, &found);
	if (error)
		return explain(kinds[source].name, id, error, problem);
	*quota = found;
	return QUOTA_FOUND;
}
