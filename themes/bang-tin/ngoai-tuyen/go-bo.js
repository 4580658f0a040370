// Máy trạm tự gỡ: trang này không (hoặc không còn) giữ bản lưu trên máy người đọc.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const own = `bangtin:${self.registration.scope}:`;
    for (const key of await caches.keys()) if (key.startsWith(own)) await caches.delete(key);
    await self.registration.unregister();
    for (const client of await self.clients.matchAll({ type: 'window' })) client.navigate(client.url);
  })());
});
