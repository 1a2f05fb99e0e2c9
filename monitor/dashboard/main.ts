const socket = new WebSocket(`ws://${location.host}/ws`, 'b2l1.v1.json');
socket.onopen = () => socket.send(JSON.stringify({ subscribe: ['run'] }));
socket.onmessage = ({ data }) => document.querySelector('#raw')?.replaceChildren(String(data));
