# Hardens the image of forensic workstations. Runs as root while the image is built.
set -euo pipefail

write() { install -D -m "$1" /dev/stdin "$2"; }

# Nothing listens: workstations are reached by Session Manager alone.
dnf --assumeyes remove openssh-server ec2-instance-connect
rm -rf /etc/ssh /root/.ssh /home/ec2-user/.ssh
systemctl mask sshd.service rpcbind.socket

# What the scripts and tools of an examination need, from the distribution's own repository: its packages are signed.
dnf --assumeyes install amazon-cloudwatch-agent audit e2fsprogs jq nftables python3.11 tar util-linux xfsprogs

# A disk that is attached is blocked against writing before anything can look at it. The root volume is there from the start.
write 0644 /etc/udev/rules.d/10-write-block.rules <<'RULE'
ACTION=="add", SUBSYSTEM=="block", KERNEL!="loop*|ram*|dm-*|zram*", ENV{DEVTYPE}=="disk|partition", PROGRAM=="/usr/local/sbin/is-evidence %k", RUN+="/usr/sbin/blockdev --setro $devnode"
RULE
write 0755 /usr/local/sbin/is-evidence <<'SCRIPT'
#!/bin/bash
# Succeeds for a block device that does not carry the root file system.
root=$(lsblk --noheadings --output PKNAME "$(findmnt --noheadings --output SOURCE /)")
case $1 in "$root" | "$root"p[0-9]*) exit 1 ;; *) exit 0 ;; esac
SCRIPT

# Nothing assembles, activates or mounts what it finds on a disk.
write 0644 /etc/lvm/lvmlocal.conf <<'CONF'
activation { auto_activation_volume_list = [] }
CONF
write 0644 /etc/mdadm.conf <<'CONF'
AUTO -all
CONF
systemctl mask udisks2.service systemd-gpt-auto-generator.service

# Kernel and network. Source: CIS Amazon Linux 2023 Benchmark, chapters 1.5 and 3.3.
write 0644 /etc/sysctl.d/60-hardening.conf <<'CONF'
fs.protected_fifos = 2
fs.protected_regular = 2
fs.suid_dumpable = 0
kernel.dmesg_restrict = 1
kernel.kptr_restrict = 2
kernel.randomize_va_space = 2
kernel.unprivileged_bpf_disabled = 1
kernel.yama.ptrace_scope = 1
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.all.log_martians = 1
net.ipv4.conf.all.rp_filter = 1
net.ipv4.conf.all.send_redirects = 0
net.ipv4.ip_forward = 0
net.ipv6.conf.all.accept_ra = 0
net.ipv6.conf.all.accept_redirects = 0
net.ipv6.conf.all.forwarding = 0
CONF
write 0644 /etc/modprobe.d/unused.conf <<'CONF'
install cramfs /bin/false
install hfs /bin/false
install hfsplus /bin/false
install jffs2 /bin/false
install udf /bin/false
install usb-storage /bin/false
install dccp /bin/false
install sctp /bin/false
CONF
write 0600 /etc/nftables/workstation.nft <<'CONF'
table inet workstation {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    iif lo accept
  }
}
CONF
printf 'include "/etc/nftables/workstation.nft"\n' >>/etc/sysconfig/nftables.conf
systemctl enable nftables.service

# Every command and every access to evidence is audited; the rules cannot be changed until a restart.
write 0640 /etc/audit/rules.d/60-workstation.rules <<'RULES'
-D
-b 8192
-a always,exit -F arch=b64 -S execve -F auid>=1000 -F auid!=unset -k commands
-a always,exit -F arch=b64 -S execve -F euid=0 -k commands-of-root
-a always,exit -F arch=b64 -S mount,umount2 -k mounts
-a always,exit -F arch=b64 -S init_module,finit_module,delete_module -k modules
-w /var/lib/forensics -p wa -k results
-w /opt/forensics -p wa -k tools
-w /etc/audit -p wa -k audit-settings
-w /etc/udev/rules.d -p wa -k write-block
-e 2
RULES
systemctl enable auditd.service

# The audit log goes to CloudWatch as it is written, so that nobody on the workstation can take it back.
write 0644 /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.d/audit.json <<CONF
{
  "agent": { "run_as_user": "root" },
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          { "file_path": "/var/log/audit/audit.log", "log_group_name": "$LOG_GROUP", "log_stream_name": "{instance_id}/audit" },
          { "file_path": "/var/log/amazon/ssm/amazon-ssm-agent.log", "log_group_name": "$LOG_GROUP", "log_stream_name": "{instance_id}/ssm" }
        ]
      }
    }
  }
}
CONF
systemctl enable amazon-cloudwatch-agent.service amazon-ssm-agent.service

# Accounts: nobody logs in by password, and sessions end when idle.
passwd --lock root
write 0644 /etc/profile.d/idle.sh <<'CONF'
readonly TMOUT=900
umask 077
CONF
install -d -m 0700 /var/lib/forensics
