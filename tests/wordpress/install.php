<?php
/* Installs WordPress, and prints an application password of an editor. No mail is sent, and no theme is needed. */
define('WP_INSTALLING', true);
function wp_new_blog_notification() {}
$_SERVER += ['HTTP_HOST' => $argv[1], 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('News', 'admin', 'admin@example.org', true, '', wp_generate_password());
update_option('siteurl', 'http://' . $argv[1]);
update_option('home', 'http://' . $argv[1]);
update_option('permalink_structure', '/%postname%/');
$editor = wp_insert_user(['user_login' => 'editor', 'user_pass' => wp_generate_password(), 'role' => 'editor']);
[$password] = WP_Application_Passwords::create_new_application_password($editor, ['name' => 'AGM']);
global $wp_version;
echo "\n", json_encode(['password' => $password, 'version' => $wp_version]), "\n";
