-- Fed once to a new cluster in single-user mode, where each line is one command.
-- No passwords: the socket is private and the server asks the kernel who is calling (peer).
create role ysq_owner login nosuperuser nocreatedb nocreaterole nobypassrls;
create role ysq_app login nosuperuser nocreatedb nocreaterole nobypassrls;
create database ysq owner ysq_owner;
revoke connect, temporary on database ysq from public;
grant connect on database ysq to ysq_app;
