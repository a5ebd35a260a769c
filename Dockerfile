# The server for a team: docs/team-server.md. No Docker engine ran where this was written, so the image itself was not
# built there; `npm run check:deploy` runs the commands of the first stage in an empty folder.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc tsconfig.json LICENSE ./
RUN npm ci --ignore-scripts
COPY src ./src
COPY tools ./tools
COPY scripts ./scripts
RUN npm run build
# Owned by the user who serves; a volume that is mounted there takes the owner over.
RUN mkdir -p data/state data/audit

# Node and nothing else: no npm, no shell, no package manager.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
COPY --from=build /src/package.json /src/LICENSE ./
COPY --from=build /src/dist ./dist
COPY --from=build --chown=65532:65532 /src/data /data
ENV NODE_ENV=production HITRATE_STATE_DIR=/data/state
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:8080/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/main.js"]
CMD ["serve", "--http", "--host", "0.0.0.0", "--port", "8080"]
