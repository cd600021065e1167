"""Case management for 依申请公开: applications for government information (政府信息公开条例)."""
